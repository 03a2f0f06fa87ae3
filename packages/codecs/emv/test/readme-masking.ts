/** The second example of the README. */
// #region masking
import { fromHex } from "@tillwire/bytes";
import { decodeTrack2Equivalent, findBrand, serviceCodeWords, withoutCardData } from "@tillwire/emv";
import { truncatePan } from "@tillwire/plugin-api";

// Card data in clear: only where a card is simulated, or where a terminal's answer is parsed.
const track = decodeTrack2Equivalent(fromHex("4761739001010119D22122011143804400000F"));
console.log(track.expiry, findBrand(track.pan)?.name, truncatePan(track.pan)); // 2212 Visa 476173******0119
console.log(serviceCodeWords(track.serviceCode ?? "")); // [ 'International interchange', … ]

// What may go on: everything but card data, whichever tag or template it stands in.
console.log(withoutCardData({ "9F26": "A1B2C3D4E5F60708", "5A": "4761739001010119" })); // { '9F26': 'A1B2C3D4E5F60708' }
// #endregion
