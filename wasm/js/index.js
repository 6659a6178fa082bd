export * from "./obektiv.js";
export * from "./surface.js";
