export * from "./functions.js";
export { ObektivError } from "./surface.js";
export { default, initSync } from "./obektiv.js";
