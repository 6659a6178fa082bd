// The functions of plans are carried over by hand: the catalogue has none.
export {};
