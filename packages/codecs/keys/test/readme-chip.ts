/** The second example of the README. */
// #region chip
import { fromHex, toHex } from "@tillwire/bytes";
import {
  cryptogramKey,
  cryptogramOf,
  deriveCardKey,
  findCryptogramProfile,
  issuerAuthenticationData,
  tdesKey,
  verifyCryptogram,
  verifyIssuerAuthentication,
} from "@tillwire/keys";

// What the terminal sent to the card and on to the issuer, by tag. 9F10 says how the cryptogram is made: A5 is CCD.
const values = new Map<string, Uint8Array>([
  ["9F02", fromHex("000000010000")],
  ["9F03", fromHex("000000001000")],
  ["9F1A", fromHex("0840")],
  ["95", fromHex("0000001080")],
  ["5F2A", fromHex("0840")],
  ["9A", fromHex("980704")],
  ["9C", fromHex("00")],
  ["9F37", fromHex("11111111")],
  ["82", fromHex("5800")],
  ["9F36", fromHex("3456")],
  ["9F10", fromHex("0FA500A03800000000000000000000000F010000000000000000000000000000")],
]);
const profile = findCryptogramProfile("ccd", 0xa5);
if (!profile) throw new Error("This cryptogram version is not in the table.");

// The card has its own key, the issuer the master key that it comes from (a published test key).
const issuerKey = tdesKey("issuer-cryptogram", fromHex("9E15204313F7318ACB79B90BD986AD29"));
const cardKey = deriveCardKey(issuerKey, { pan: "5413339000006165", panSequenceNumber: "00" }, "A");
const key = cryptogramKey(profile, cardKey, values);
const cryptogram = cryptogramOf(profile, key, values);
console.log(toHex(cryptogram)); // C20039270FE384D5

// The issuer makes it again, and answers in tag 91; the card checks the answer.
console.log(verifyCryptogram(profile, key, { values, cryptogram })); // true
const approve = { method: 2, cardStatusUpdate: fromHex("00820000") } as const;
const authenticationData = issuerAuthenticationData(key, cryptogram, approve);
console.log(toHex(authenticationData)); // 90EF477F00820000
console.log(verifyIssuerAuthentication(key, cryptogram, { method: 2, authenticationData })?.method); // 2
// #endregion chip
