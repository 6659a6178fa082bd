export * from "./obektiv.js";
export * from "./surface.js";
export * from "./functions.js";
