/** The error catalog as a page. */
import { errorCatalog } from "@tillwire/plugin-api";

/** The page, as Markdown. */
export function errorsPage(): string {
  const rows = Object.entries(errorCatalog).map(([code, { meaning, remedy, retry, seenBy }]) => {
    return `| \`${code}\` | ${meaning} | ${remedy} | ${retry ? "yes" : "no"} | ${seenBy.join(", ")} |`;
  });
  return `# Errors

Every error has a code from this list, a message for a person, and \`effect\`: \`none\` says that certainly no money moved,
\`possible\` that it may have. Declined, canceled and failed payments are no errors but answers. This page is generated from
the catalog in \`@tillwire/plugin-api\`.

*Retry*: the very same request may be sent again once the cause is gone; never where \`effect\` is \`possible\`.

| code | what happened | what to do | retry | seen by |
|---|---|---|---|---|
${rows.join("\n")}
`;
}
