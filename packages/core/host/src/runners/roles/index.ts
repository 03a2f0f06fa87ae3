/** All roles, by name. */
import { gatewayRole } from "./gateway.ts";
import { readerRole } from "./reader.ts";
import { terminalRole } from "./terminal.ts";

export const roles = { terminal: terminalRole, reader: readerRole, gateway: gatewayRole } as const;

/** The name of a role. */
export type RoleName = keyof typeof roles;
