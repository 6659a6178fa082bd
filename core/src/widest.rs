//! Loops over many numbers, compiled once more for processors with wide vectors and chosen while
//! running: function multiversioning with dispatch at run time.
//!
//! Sums keep their order on every processor, and nothing is fused: results are the same to the last
//! bit.

/// Defines a function that on x86-64 is compiled twice, once for AVX2 and FMA, and runs in the
/// widest version that the processor has. What it calls is to be inlined, or it is compiled for the
/// least processor.
macro_rules! widest {
    ($(#[$attribute:meta])* $visible:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)? $body:block) => {
        $(#[$attribute])*
        $visible fn $name($($argument: $type),*) $(-> $result)? {
            #[inline(always)]
            fn body($($argument: $type),*) $(-> $result)? $body
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,fma")]
                fn wide($($argument: $type),*) $(-> $result)? {
                    body($($argument),*)
                }
                if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                    #[allow(unsafe_code, reason = "the processor has what the function was compiled for")]
                    return unsafe { wide($($argument),*) };
                }
            }
            body($($argument),*)
        }
    };
}
pub(crate) use widest;

/// e^x for −700 ≤ x ≤ 700, to 2e-16 of itself: x = k·ln 2 + r, |r| ≤ ½·ln 2, and r's series.
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    /// Added, it rounds to a whole number and shows it in the last bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const SERIES: [f64; 14] = inverse_factorials();
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let k = shifted - ROUND;
    let r = x - k * LN2[0] - k * LN2[1];
    let series = SERIES.iter().rev().fold(0.0, |sum, c| sum * r + c);
    f64::from_bits(series.to_bits().wrapping_add(shifted.to_bits() << 52))
}

const fn inverse_factorials() -> [f64; 14] {
    let mut all = [1.0; 14];
    let mut n = 1;
    while n < all.len() {
        all[n] = all[n - 1] / n as f64;
        n += 1;
    }
    all
}

const fn inverse_odds() -> [f64; 10] {
    let mut all = [1.0; 10];
    let mut n = 1;
    while n < all.len() {
        all[n] = 1.0 / (2 * n + 1) as f64;
        n += 1;
    }
    all
}

/// ln x for normal x, to 1e-15 of itself or of ln 2: x = 2^k·m, √½ ≤ m < √2, and the series of the
/// inverse hyperbolic tangent of (m − 1)/(m + 1).
#[inline(always)]
pub(crate) fn ln(x: f64) -> f64 {
    /// 2⁵², whose last bits are a whole number.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    const SERIES: [f64; 10] = inverse_odds();
    let bits = x.to_bits();
    // √2 and above count as the next power's.
    let above = bits.wrapping_add(0x3ff0_0000_0000_0000 - 0x3fe6_a09e_667f_3bcd);
    let m = f64::from_bits((above & 0x000f_ffff_ffff_ffff) + 0x3fe6_a09e_667f_3bcd);
    let k = f64::from_bits((above >> 52) | WHOLE.to_bits()) - (WHOLE + 1023.0);
    let f = (m - 1.0) / (m + 1.0);
    let s = f * f;
    let series = SERIES.iter().rev().fold(0.0, |sum, c| sum * s + c);
    k * std::f64::consts::LN_2 + 2.0 * f * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_and_logarithms_are_those_of_the_library() {
        for i in -7000..7000_i32 {
            let x = 0.1 * f64::from(i) + 0.003;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 4e-16, "{x}: {} {}", exp(x), libm::exp(x));
            let y = libm::exp(x);
            assert!(
                (ln(y) - libm::log(y)).abs() <= 4e-16 * x.abs().max(1.0),
                "{y}: {} {}",
                ln(y),
                libm::log(y)
            );
        }
        assert!(exp(0.0).to_bits() == 1.0_f64.to_bits() && ln(1.0).to_bits() == 0);
        for y in [
            1.0 - 1e-9,
            1.0 + 1e-12,
            std::f64::consts::SQRT_2,
            0.5_f64.sqrt(),
            f64::MIN_POSITIVE,
            1e-300,
            1e-12,
        ] {
            assert!((ln(y) / libm::log(y) - 1.0).abs() < 4e-16, "{y}");
        }
    }

    #[test]
    fn a_wide_function_is_the_plain_one() {
        widest! {
            fn twice(x: &mut [f64]) -> f64 {
                x.iter_mut().for_each(|x| *x *= 2.0);
                x.iter().sum()
            }
        }
        let mut x = vec![0.1; 37];
        assert!((twice(&mut x) - 7.4).abs() < 1e-12);
    }
}
