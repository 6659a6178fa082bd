export * from "./obektiv.js";
export { ObektivError } from "./surface.js";
export { default, initSync } from "./obektiv.js";
