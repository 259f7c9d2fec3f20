// The terminal's entry module: who does what is in the data-controller attributes of the page.
import { application } from "../../js/application.js";
import AnnounceController from "./announce_controller.js";
import ClockController from "./clock_controller.js";
import FilterController from "./filter_controller.js";
import KeyboardController from "./keyboard_controller.js";
import ListController from "./list_controller.js";
import OlderController from "./older_controller.js";
import PaneController from "./pane_controller.js";
import SoundController from "./sound_controller.js";
import StatusController from "./status_controller.js";
import StreamController from "./stream_controller.js";

// The stream comes last: whoever hears it must stand before it speaks.
application.register("announce", AnnounceController);
application.register("clock", ClockController);
application.register("filter", FilterController);
application.register("keyboard", KeyboardController);
application.register("list", ListController);
application.register("older", OlderController);
application.register("pane", PaneController);
application.register("sound", SoundController);
application.register("status", StatusController);
application.register("stream", StreamController);
