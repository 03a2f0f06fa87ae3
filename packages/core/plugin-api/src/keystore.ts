/**
 * Message keys (MAC, HMAC, session) as handles: the host keeps the keys, in a file for test keys or a hardware module
 * for live ones, and a plugin only names them. Card keys (DUKPT, PIN) are never here.
 */

/**
 * Names a key of the host's keystore, as the configuration calls it.
 * @public
 */
export type KeyHandle = string & { readonly __brand: "KeyHandle" };

/**
 * Computes with keys that it never shows. Rejects with `SETTINGS_INVALID` when there is no such key.
 * @public
 */
export interface Keystore {
  hmac(key: KeyHandle, algorithm: "sha256" | "sha512", data: Uint8Array): Promise<Uint8Array>;
  mac(key: KeyHandle, algorithm: "retail-mac" | "cmac-aes" | "cmac-tdes", data: Uint8Array): Promise<Uint8Array>;
  encrypt(key: KeyHandle, algorithm: "aes-gcm", data: Uint8Array): Promise<Uint8Array>;
  decrypt(key: KeyHandle, algorithm: "aes-gcm", data: Uint8Array): Promise<Uint8Array>;
}
