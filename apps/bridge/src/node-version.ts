/** The oldest Node that the command runs on: the same as `engines` in package.json, which npm only warns about. */

const oldest = { major: 22, minor: 13 };

/** What to do when this version of Node is too old; nothing when it will do. */
export function outdatedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return undefined;
  const needed = `${oldest.major}.${oldest.minor}`;
  return `This is Node ${version}, and Tillwire needs ${needed} or newer. Install a newer Node (https://nodejs.org), or put it first in the PATH.`;
}
