/** Which of the known names somebody probably meant. Decides nothing: it is for a hint in a message. */

/** Longer than any name of ours; comparing takes time in the square of the length. */
const lengthMax = 100;

/** A beginning shorter than this fits too much. */
const beginningMin = 3;

/**
 * The known name that is most like the given one: the same but for case, dashes and a slip of the finger, or the same
 * beginning. `undefined` when none comes near.
 * @public
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const given = plain(name);
  if (given === "" || given.length > lengthMax) return undefined;
  const near = known
    .map((candidate) => ({ candidate, slips: slipsBetween(given, plain(candidate)) }))
    .filter(({ candidate, slips }) => slips <= slipsMax(Math.max(given.length, candidate.length)))
    .toSorted((one, other) => one.slips - other.slips);
  return near[0]?.candidate ?? known.find((candidate) => sameBeginning(given, plain(candidate)));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}

/** One in three letters, and one in every word that has two. */
function slipsMax(length: number): number {
  return length < 2 ? 0 : Math.max(1, Math.floor(length / 3));
}

function sameBeginning(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= beginningMin && long.startsWith(short);
}

/**
 * How many letters are left out, put in, changed, or swapped with the next one.
 * Source: optimal string alignment, after F. J. Damerau, CACM 7(3), 1964.
 */
function slipsBetween(one: string, other: string): number {
  if (other.length > lengthMax) return lengthMax;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      next.push(
        Math.min(
          cell(row, j) + 1,
          cell(next, j - 1) + 1,
          cell(row, j - 1) + (same ? 0 : 1),
          swapped ? cell(before, j - 2) + 1 : Infinity,
        ),
      );
    }
    [before, row] = [row, next];
  }
  return cell(row, other.length);
}

/** Every cell that is asked for has been filled. */
function cell(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
