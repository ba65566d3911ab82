// Regions by which people tell cities of one name apart, with the middle of their people.
import { all } from "./cities.mjs";

const NAMES = {
  US: {
    AL: "Alabama", AK: "Alaska", AZ: "Arizona", AR: "Arkansas", CA: "California|Cali|SoCal|NorCal",
    CO: "Colorado", CT: "Connecticut", DE: "Delaware", DC: "District of Columbia",
    FL: "Florida|South Florida", GA: "Georgia", HI: "Hawaii", ID: "Idaho", IL: "Illinois",
    IN: "Indiana", IA: "Iowa", KS: "Kansas", KY: "Kentucky", LA: "Louisiana", ME: "Maine",
    MD: "Maryland", MA: "Massachusetts", MI: "Michigan", MN: "Minnesota", MS: "Mississippi",
    MO: "Missouri", MT: "Montana", NE: "Nebraska", NV: "Nevada", NH: "New Hampshire",
    NJ: "New Jersey|Jersey|Jersey Shore", NM: "New Mexico", NY: "New York State|Upstate New York",
    NC: "North Carolina", ND: "North Dakota", OH: "Ohio", OK: "Oklahoma", OR: "Oregon",
    PA: "Pennsylvania", RI: "Rhode Island", SC: "South Carolina", SD: "South Dakota",
    TN: "Tennessee", TX: "Texas", UT: "Utah", VT: "Vermont", VA: "Virginia",
    WA: "Washington State|Pacific Northwest|PNW", WV: "West Virginia", WI: "Wisconsin", WY: "Wyoming",
  },
  CA: {
    "01": "Alberta|AB", "02": "British Columbia|BC", "03": "Manitoba|MB", "04": "New Brunswick|NB",
    "05": "Newfoundland and Labrador|Newfoundland|NL", "07": "Nova Scotia|NS", "08": "Ontario|ON|Ont",
    "09": "Prince Edward Island|PEI|PE", 10: "Québec|Quebec|QC", 11: "Saskatchewan|SK",
    12: "Yukon|YT", 13: "Northwest Territories|NWT", 14: "Nunavut|NU",
  },
  GB: {
    ENG: "England", SCT: "Scotland", WLS: "Wales|Cymru", NIR: "Northern Ireland",
  },
  AU: {
    "01": "Australian Capital Territory|ACT", "02": "New South Wales|NSW", "03": "Northern Territory|NT",
    "04": "Queensland|QLD", "05": "South Australia|SA", "06": "Tasmania|TAS", "07": "Victoria|VIC",
    "08": "Western Australia|WA",
  },
  DE: {
    "01": "Baden-Württemberg", "02": "Bayern|Bavaria", "03": "Land Bremen", "05": "Hessen|Hesse",
    "06": "Niedersachsen|Lower Saxony", "07": "Nordrhein-Westfalen|NRW|North Rhine-Westphalia",
    "08": "Rheinland-Pfalz|Rhineland-Palatinate", "09": "Saarland", 10: "Schleswig-Holstein",
    11: "Brandenburg", 12: "Mecklenburg-Vorpommern", 13: "Sachsen|Saxony",
    14: "Sachsen-Anhalt|Saxony-Anhalt", 15: "Thüringen|Thuringia",
  },
};

const round = (x) => Math.round(x * 100) / 100;

function middle(country, region) {
  let [people, lat, lon] = [0, 0, 0];
  for (const city of all) {
    if (city.country !== country || city.adminCode !== region) continue;
    people += city.population;
    lat += city.population * city.loc.coordinates[1];
    lon += city.population * city.loc.coordinates[0];
  }
  if (people === 0) throw new Error(`no city in ${country} ${region}`);
  return [round(lat / people), round(lon / people)];
}

export function regionRows() {
  return Object.entries(NAMES).flatMap(([country, regions]) =>
    Object.keys(regions)
      .sort()
      .map((region) => [country, region, ...middle(country, region), regions[region]]),
  );
}
