// The public site's scripts. Every page is complete without them; only the front page loads this one.
import { application } from "../../js/application.js";
import TickerController from "./ticker_controller.js";

application.register("ticker", TickerController);
