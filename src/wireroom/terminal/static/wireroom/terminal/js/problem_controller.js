import { Controller } from "../../vendor/stimulus.js";

// What is wrong with the query, below its box.
export default class ProblemController extends Controller {
  static targets = ["input", "message"];

  show({ detail: problem }) {
    this.inputTarget.ariaInvalid = problem ? "true" : null;
    this.messageTarget.hidden = !problem;
    this.messageTarget.replaceChildren(...(problem?.children ?? []));
  }
}
