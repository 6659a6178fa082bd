export * from "./functions.js";
export { ObektivError } from "./surface.js";
