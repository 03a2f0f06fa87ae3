/** The first example of the README. */
// #region dukpt
import { fromHex, toHex } from "@tillwire/bytes";
import {
  decryptData,
  decryptPin,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  encryptData,
  encryptPin,
  loadTdesKeyRegister,
  padWithZeros,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
} from "@tillwire/keys";

// The host's base key is the published test key of ANSI X9.24-1. The device gets its initial key, once.
const baseKey = tdesKey("base-derivation", fromHex("0123456789ABCDEFFEDCBA9876543210"));
const fresh = parseTdesKeySerialNumber(fromHex("FFFF9876543210E00000"));
const register = loadTdesKeyRegister(deriveTdesInitialKey(baseKey, fresh), fresh);

// The device: a key for each transaction, and a key for each use of it.
const { keySerialNumber, transactionKey } = register.next();
const track2 = new TextEncoder().encode(";4012345678909=2512");
const track = encryptData(tdesDataKey(transactionKey, "request"), padWithZeros(track2, 8));
const pin = encryptPin(tdesPinKey(transactionKey), { format: 0, pin: "1234", pan: "4012345678909" });
console.log(toHex(keySerialNumber.bytes), toHex(pin)); // FFFF9876543210E00001 1B9C1845EB993A7A

// The host: the key serial number says which keys these were.
const received = parseTdesKeySerialNumber(keySerialNumber.bytes);
const key = deriveTdesTransactionKey(deriveTdesInitialKey(baseKey, received), received);
console.log(new TextDecoder().decode(decryptData(tdesDataKey(key, "request"), track)).slice(0, 19));
console.log(decryptPin(tdesPinKey(key), pin, { format: 0, pan: "4012345678909" })); // 1234
// #endregion dukpt
