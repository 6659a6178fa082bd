export { Plan, plan, default, initSync } from "./obektiv.js";
export { ObektivError } from "./surface.js";
