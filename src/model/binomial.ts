/** One-sided bounds of Clopper and Pearson (1934): exact, so never narrower than they say. */
const error = 0.05;

/** The smallest share, 0 to 1, that `failed` of `tries` leave possible with 95 % confidence. */
export function shareAtLeast(failed: number, tries: number): number {
  if (failed === 0) return 0;
  return where((share) => 1 - atMost(failed - 1, tries, share) < error);
}

/** The largest one. 1 without a try. */
export function shareAtMost(failed: number, tries: number): number {
  if (failed >= tries) return 1;
  return where((share) => atMost(failed, tries, share) > error);
}

/** Probability of `most` failures or fewer among `tries`, each of which fails with this share. */
export function atMost(most: number, tries: number, share: number): number {
  if (share <= 0) return 1;
  if (share >= 1) return most >= tries ? 1 : 0;
  const odds = Math.log(share / (1 - share));
  // In logarithms: (1 - share) ^ tries is too small for a number when there are many.
  let term = tries * Math.log1p(-share);
  let sum = Math.exp(term);
  for (let i = 0; i < Math.min(most, tries); i += 1) {
    term += Math.log((tries - i) / (i + 1)) + odds;
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

/** The largest share for which it holds, when it holds for all smaller ones. */
function where(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
