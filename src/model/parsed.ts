/** A text as a value, or the line that is not understood and why. Half an answer is no answer. */
export type Parsed<T> =
  | { readonly kind: 'parsed'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly line: string; readonly why: string };
