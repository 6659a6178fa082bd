export { Plan, plan } from "./obektiv.js";
export { ObektivError } from "./surface.js";
