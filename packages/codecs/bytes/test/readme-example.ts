/** The examples of the README. */
// #region layout
import { constant, crc16Xmodem, defineLayout, digits, fromHex, toHex } from "@tillwire/bytes";

const statusRequest = defineLayout([digits("terminalId", 8), constant("0"), constant("s")]);

const bytes = statusRequest.encode({ terminalId: "12345678" });
console.log(toHex(bytes)); // 31323334353637383073
console.log(statusRequest.decode(fromHex("31323334353637383073"))); // { terminalId: '12345678' }
console.log(crc16Xmodem(bytes).toString(16)); // 111e
// #endregion
