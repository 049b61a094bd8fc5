// What must hold. Every bar is printed with what was measured; the program fails in the end if one was missed.

const missed = [];

function report(isHeld, text) {
  if (!isHeld) missed.push(text);
  console.log(`  ${isHeld ? 'held  ' : 'MISSED'}  ${text}`);
}

export function atLeast(what, value, limit, digits = 1) {
  report(value >= limit, `${what}: ${value.toFixed(digits)}, at least ${limit}`);
}

export function atMost(what, value, limit, digits = 1) {
  report(value <= limit, `${what}: ${value.toFixed(digits)}, at most ${limit}`);
}

/** Equal when both are rounded. */
export function equal(what, value, wanted, digits = 1) {
  const rounded = value.toFixed(digits);
  report(rounded === wanted.toFixed(digits), `${what}: ${rounded}, wanted ${wanted}`);
}

/** Inputs that are fewer than named would make any figure worthless. */
export function counted(what, value, named) {
  report(value >= named, `input: ${value} ${what}, named ${named}`);
}

export function missedBars() {
  return missed;
}
