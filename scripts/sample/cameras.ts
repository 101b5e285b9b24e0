/** A camera as its files describe it. Aperture, exposure and ISO are drawn from these by the light of the scene. */
export interface Camera {
  readonly make?: string;
  readonly model?: string;
  readonly lens?: string;
  readonly software?: string;
  /** Millimetres: real and as on 35 mm film. */
  readonly focal?: readonly [number, number];
  readonly aperture?: number;
  /** Width to height of its sensor. */
  readonly shape: number;
  /** Whether it knows the zone and the place. */
  readonly zone: boolean;
  readonly gps: boolean;
  /** Names its files: `#` becomes the running number in four digits. */
  readonly name: string;
  readonly first: number;
}

export const cameras = {
  iphone: {
    make: 'Apple',
    model: 'iPhone 13 Pro',
    lens: 'iPhone 13 Pro back triple camera 5.7mm f/1.5',
    software: '16.5.1',
    focal: [5.7, 26],
    aperture: 1.5,
    shape: 4 / 3,
    zone: true,
    gps: true,
    name: 'IMG_#',
    first: 2301,
  },
  oldIphone: {
    make: 'Apple',
    model: 'iPhone 7',
    lens: 'iPhone 7 back camera 3.99mm f/1.8',
    software: '12.1.4',
    focal: [3.99, 28],
    aperture: 1.8,
    shape: 4 / 3,
    zone: false,
    gps: true,
    name: 'IMG_#',
    first: 418,
  },
  pixel: {
    make: 'Google',
    model: 'Pixel 7',
    lens: 'Pixel 7 back camera 6.81mm f/1.85',
    software: 'HDR+ 1.0.540104767zd',
    focal: [6.81, 25],
    aperture: 1.85,
    shape: 4 / 3,
    zone: true,
    gps: true,
    name: 'PXL_@',
    first: 1,
  },
  canon: {
    make: 'Canon',
    model: 'Canon EOS 6D Mark II',
    lens: 'EF24-105mm f/4L IS II USM',
    focal: [35, 35],
    aperture: 8,
    shape: 3 / 2,
    zone: false,
    gps: false,
    name: '_MG_#',
    first: 7712,
  },
  leica: {
    make: 'LEICA CAMERA AG',
    model: 'LEICA Q2',
    lens: 'SUMMILUX 1:1.7/28 ASPH.',
    software: '5.0',
    focal: [28, 28],
    aperture: 5.6,
    shape: 3 / 2,
    zone: true,
    gps: false,
    name: 'L100#',
    first: 214,
  },
  sony: {
    make: 'SONY',
    model: 'DSC-RX100M5',
    lens: '24-70mm F1.8-2.8',
    focal: [12.4, 34],
    aperture: 4,
    shape: 3 / 2,
    zone: true,
    gps: false,
    name: 'DSC0#',
    first: 3120,
  },
  nikon: {
    make: 'NIKON CORPORATION',
    model: 'NIKON D70',
    lens: '18-70mm f/3.5-4.5',
    software: 'Ver.1.00',
    focal: [31, 46],
    aperture: 7.1,
    shape: 3 / 2,
    zone: false,
    gps: false,
    name: 'DSC_#',
    first: 96,
  },
  scanner: {
    make: 'EPSON',
    model: 'Perfection V600',
    software: 'EPSON Scan 3.9.3',
    shape: 1.42,
    zone: false,
    gps: false,
    name: 'scan_#',
    first: 12,
  },
  unknown: { shape: 4 / 3, zone: false, gps: false, name: 'photo_#', first: 1 },
} as const satisfies Record<string, Camera>;

export type CameraName = keyof typeof cameras;

/** Real places: degrees north, degrees east, metres above the sea. */
export const places = {
  cascais: [38.6968, -9.4215, 12],
  lisbon: [38.7139, -9.1335, 64],
  chamonix: [45.9237, 6.8694, 1042],
  hallstatt: [47.5622, 13.6493, 511],
  burano: [45.4853, 12.4167, 2],
  tromso: [69.6492, 18.9553, 30],
  sossusvlei: [-24.7275, 15.3428, 570],
  goreme: [38.6431, 34.8289, 1120],
  newYork: [40.7033, -73.9903, 6],
  valensole: [43.8372, 5.9836, 569],
  lisse: [52.2697, 4.5464, 1],
  pienza: [43.0766, 11.6789, 490],
  blackForest: [48.5619, 8.2247, 820],
  whitby: [54.4888, -0.6131, 20],
  marsaAlam: [25.0676, 34.9005, 0],
  home: [51.4416, -2.6021, 58],
  laPalma: [28.7569, -17.8851, 2396],
  zell: [47.3235, 12.7969, 757],
} as const satisfies Record<string, readonly [number, number, number]>;

export type PlaceName = keyof typeof places;
