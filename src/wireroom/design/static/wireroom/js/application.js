// Starts Stimulus once for a page. Entry modules of other rooms import `application` from here.
import { Application } from "../vendor/stimulus.js";
import LocaltimeController from "./localtime_controller.js";
import RemainingController from "./remaining_controller.js";

export const application = Application.start();
application.register("localtime", LocaltimeController);
application.register("remaining", RemainingController);
