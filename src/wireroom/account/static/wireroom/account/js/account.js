// The account pages' entry module: who does what is in the data-controller attributes of the page.
import { application } from "../../js/application.js";
import CopyController from "./copy_controller.js";
import CurrentController from "./current_controller.js";
import PasskeyController from "./passkey_controller.js";

application.register("passkey", PasskeyController);
application.register("copy", CopyController);
application.register("current", CurrentController);
