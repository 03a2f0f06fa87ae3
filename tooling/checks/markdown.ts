/** Reads the parts of a Markdown page that can be checked: links, anchors, code blocks. Knows no more of Markdown than that. */

export interface CodeBlock {
  readonly line: number;
  readonly language: string;
  /** What follows the language on the opening line: `file=../example.ts#region`. */
  readonly info: string;
  readonly code: string;
}

export interface Link {
  readonly line: number;
  readonly target: string;
}

export interface Page {
  readonly blocks: readonly CodeBlock[];
  readonly links: readonly Link[];
  readonly anchors: ReadonlySet<string>;
}

export function readPage(text: string): Page {
  const blocks: CodeBlock[] = [];
  const links: Link[] = [];
  const headings: string[] = [];
  const anchors = new Set<string>();
  let open: { fence: string; line: number; language: string; info: string; code: string[] } | undefined;

  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const line = index + 1;
    const fence = /^\s*(`{3,}|~{3,})\s*(\S*)\s*(.*)$/.exec(content);
    if (open !== undefined) {
      if (content.trim() === open.fence) {
        blocks.push({ ...open, code: open.code.join("\n") });
        open = undefined;
      } else open.code.push(content);
    } else if (fence !== null) {
      open = { fence: fence[1] ?? "", line, language: fence[2] ?? "", info: fence[3] ?? "", code: [] };
    } else {
      links.push(...linksIn(content).map((target) => ({ line, target })));
      const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(content)?.[1];
      if (heading !== undefined) headings.push(heading);
      for (const [, id] of content.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add(id ?? "");
    }
  }
  for (const anchor of anchorsOf(headings)) anchors.add(anchor);
  return { blocks, links, anchors };
}

function linksIn(content: string): string[] {
  const text = content.replaceAll(/`[^`]*`/g, "");
  const patterns = [
    /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g,
    /^\s*\[[^\]]+\]:\s*(\S+)/g,
    /(?:href|src)="([^"]+)"/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** The anchors that GitHub makes of headings; a heading that stands twice gets a number. */
function anchorsOf(headings: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}
