/** The examples of the README. */
// #region tlv
import { fromHex, toHex } from "@tillwire/bytes";
import {
  buildDolData,
  decodeDol,
  decodeTlv,
  describe,
  encodeTlv,
  findTag,
  terminalVerificationResults as tvr,
  toEmvTags,
} from "@tillwire/emv";

// What a card answered: a template with an interchange profile and a file locator.
const answer = decodeTlv(fromHex("770A82025900940408010401"));
console.log(findTag(answer, "94")?.offset); // 6
console.log(toEmvTags(answer)); // { '82': '5900', '94': '08010401' }

// What the card asks for, and what it gets: amounts with zeros before them, unknown tags as zeros.
const dol = decodeDol(fromHex("9F02069F37049505"));
const data = buildDolData(
  dol,
  new Map([
    ["9F02", fromHex("1050")],
    ["95", tvr.encode(["onlineCvmCaptured"])],
  ]),
);
console.log(toHex(data)); // 000000001050000000000000040000

// For people: names and meanings, the card number truncated.
const record = encodeTlv([
  { tag: "5A", value: fromHex("4761739001010119") },
  { tag: "95", value: fromHex("0000048000") },
]);
console.log(describe(decodeTlv(record)));
// 5A     Application Primary Account Number (PAN): 476173******0119
// 95     Terminal Verification Results: 0000048000
//        - Online CVM captured
//        - Transaction exceeds floor limit
// #endregion
