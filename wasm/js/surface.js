/** An error of the library; `code` is stable and the same in all languages, such as `data.score`; one of a plan has a `path`. */
export class ObektivError extends Error {
  constructor(code, message, path) {
    super(message);
    this.name = "ObektivError";
    this.code = code;
    if (path !== undefined) this.path = path;
  }
}

// Codes in scores, above every possible score. A test holds them to the core's.
export const MISSING = 255;
export const NOT_ATTEMPTED = 254;
export const NOT_TAUGHT = 253;
