/** Finding objects in a tree by tag. */
import type { DataObject } from "./data-object.ts";

/** The first object under a tag in the order of the message, templates and what is in them included. */
export function findTag(objects: readonly DataObject[], tag: string): DataObject | undefined {
  for (const object of objects) {
    if (object.tag === tag) return object;
    const inside = object.kind === "constructed" ? findTag(object.children, tag) : undefined;
    if (inside) return inside;
  }
  return undefined;
}

/** Every object under a tag, in the order of the message. */
export function findAllTags(objects: readonly DataObject[], tag: string): DataObject[] {
  return objects.flatMap((object) => [
    ...(object.tag === tag ? [object] : []),
    ...(object.kind === "constructed" ? findAllTags(object.children, tag) : []),
  ]);
}

/** The primitive objects of a tree, without the templates that they stand in, in the order of the message. */
export function flattenTlv(objects: readonly DataObject[]): Extract<DataObject, { kind: "primitive" }>[] {
  return objects.flatMap((object) => (object.kind === "primitive" ? [object] : flattenTlv(object.children)));
}
