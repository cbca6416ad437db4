import { prose } from './prose.ts';

/** Units in the description of an amount: it is measured, and no money. */
export const measures = prose('measures/measures', {
  reads: 'topic',
  en: `
    percent, gram|grams|gramme|grammes, milligram|milligrams, kilogram|kilograms, meter|meters|metre|metres
    millimeter|millimeters|millimetre|millimetres, centimeter|centimeters|centimetre|centimetres
    kilometer|kilometers|kilometre|kilometres, liter|liters|litre|litres, milliliter|milliliters|millilitre|millilitres
    watt|watts, kilowatt|kilowatts, kwh|wh, km|cm|mm, kg|mg, ml, ounce|ounces, pounds of, cup|cups, inch|inches, hour|hours
    minute|minutes, second|seconds, days, degrees, calories
  `,
});
