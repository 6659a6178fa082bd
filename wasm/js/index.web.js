export * from "./obektiv.js";
export * from "./surface.js";
export { default } from "./obektiv.js";
