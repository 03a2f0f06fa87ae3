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
  /** The whole tag: 32 or 64 bytes. Source: FIPS 198-1. */
  hmac(key: KeyHandle, algorithm: "sha256" | "sha512", data: Uint8Array): Promise<Uint8Array>;
  /**
   * The whole tag, 8 or 16 bytes (AES); a host that wants less of it gets its first bytes. Sources: ISO/IEC 9797-1
   * algorithm 3, NIST SP 800-38B.
   */
  mac(key: KeyHandle, algorithm: "retail-mac" | "cmac-aes" | "cmac-tdes", data: Uint8Array): Promise<Uint8Array>;
  /**
   * Authenticated encryption (NIST SP 800-38D) under a fresh nonce. The result carries nonce and tag, and is for
   * `decrypt` only.
   */
  encrypt(key: KeyHandle, algorithm: "aes-gcm", data: Uint8Array): Promise<Uint8Array>;
  /** What `encrypt` was given. Rejects when the data was changed, or is of another key. */
  decrypt(key: KeyHandle, algorithm: "aes-gcm", data: Uint8Array): Promise<Uint8Array>;
}
