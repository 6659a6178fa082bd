export * from "./obektiv.js";
export { ObektivError } from "./surface.js";
