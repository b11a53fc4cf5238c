namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Draws the widget's logo in any size: a handset with sound waves.</summary>
internal static class WidgetLogo
{
    // Smooth edges: each pixel is the mean of so many by so many samples.
    private const int Fine = 4;

    // The centres of the handset's arc and of the waves.
    private static readonly (double X, double Y) Centre = (0.2, -0.2), Sound = (-0.06, 0.06);

    public static byte[] Draw(int width, int height) => PngImage.Write(width, height, (x, y) =>
    {
        var ink = 0;
        for (var part = 0; part < Fine * Fine; part++)
        {
            if (IsInk(Across(x, part % Fine, width), Across(y, part / Fine, height)))
                ink++;
        }
        var share = ink / (double)(Fine * Fine);
        return (Mix(0x1B, share), Mix(0x6E, share), Mix(0xC2, share));

        // The shorter side reaches from -0.5 to 0.5.
        double Across(int pixel, int part, int length) =>
            (pixel + (part + 0.5) / Fine - length / 2.0) / Math.Min(width, height);
    });

    private static bool IsInk(double x, double y) =>
        IsHandset(x, y) || IsWave(x, y, 0.14) || IsWave(x, y, 0.26) || IsWave(x, y, 0.38);

    // An arc to the lower left, with an earpiece and a mouthpiece at its ends.
    private static bool IsHandset(double x, double y)
    {
        var angle = Math.Atan2(y - Centre.Y, Centre.X - x);
        return Math.Abs(Distance(x, y, Centre) - 0.5) < 0.055 && Math.Abs(angle - Math.PI / 4) < 0.72
            || IsPiece(x, y, 0.06) || IsPiece(x, y, Math.PI / 2 - 0.06);
    }

    private static bool IsPiece(double x, double y, double angle) =>
        Distance(x, y, (Centre.X - 0.47 * Math.Cos(angle), Centre.Y + 0.47 * Math.Sin(angle))) < 0.1;

    // A part of a ring, to the upper right.
    private static bool IsWave(double x, double y, double radius) => Math.Abs(Distance(x, y, Sound) - radius) < 0.028
        && Math.Abs(Math.Atan2(Sound.Y - y, x - Sound.X) - Math.PI / 4) < 0.62;

    private static double Distance(double x, double y, (double X, double Y) to) =>
        Math.Sqrt((x - to.X) * (x - to.X) + (y - to.Y) * (y - to.Y));

    private static byte Mix(int ground, double ink) => (byte)Math.Round(ground + (255 - ground) * ink);
}
