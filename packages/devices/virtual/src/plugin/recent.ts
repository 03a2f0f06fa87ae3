/** A map that forgets its oldest entries. */

/** What is remembered of late; a session has one payment at a time, so this is more than any doubt reaches back. */
const REMEMBERED_MAX = 64;

/** The last things that were set, by key. */
export interface Recent<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}

/** Makes one that is empty. */
export function createRecent<Value>(): Recent<Value> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      const [oldest] = values.keys();
      if (values.size > REMEMBERED_MAX && oldest !== undefined) values.delete(oldest);
    },
  };
}
