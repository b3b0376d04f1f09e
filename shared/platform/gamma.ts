/** Lanczos' coefficients for g = 7 and nine terms [Godfrey, 2001], which are right to 15 digits. */
const G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The logarithm of Γ(x). @param x above 0 */
export function logGamma(x: number): number {
  // Γ(x) = Γ(x + 1) / x keeps the sum within the range for which it is right.
  if (x < 0.5) return logGammaFromHalf(x + 1) - Math.log(x);
  return logGammaFromHalf(x);
}

function logGammaFromHalf(x: number): number {
  const t = x + G - 0.5;
  const sum = LANCZOS.reduce((total, term, n) => (n === 0 ? term : total + term / (x - 1 + n)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** More than enough for the arguments of a test: a series or a fraction of this kind ends within some dozens of terms. */
const MAX_TERMS = 10_000;
const PRECISION = 1e-16;
const TINY = 1e-300;

/**
 * The regularized upper incomplete gamma function Q(a, x): the tail of a chi-square distribution with 2a degrees of freedom
 * beyond 2x. By its series below a + 1 and its continued fraction, after Lentz, above [Press et al., Numerical Recipes, 6.2].
 * @param a above 0 @param x at least 0
 */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < MAX_TERMS && term > sum * PRECISION; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let result = d;
  for (let n = 1; n < MAX_TERMS; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / notZero(numerator * d + b);
    c = notZero(b + numerator / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISION * 10) break;
  }
  return result;
}

function notZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
