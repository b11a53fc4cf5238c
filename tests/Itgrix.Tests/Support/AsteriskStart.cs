using System.Globalization;

namespace Itgrix.Tests.Support;

/// <summary>Finds a lane and starts its Asterisk.</summary>
internal static class AsteriskStart
{
    private const string PortsTaken = "Address already in use";

    // 0 is for people, who start one by hand.
    private static readonly IEnumerable<int> Numbers = Enumerable.Range(1, 19);

    /// <summary>On the first lane that no other test run on this machine uses.</summary>
    public static async Task<RealAsterisk> OnFreeLane(AsteriskFlavor flavor, CancellationToken cancellation)
    {
        foreach (var number in Numbers)
            if (Claim(number) is { } claim && await Start(flavor, number, claim, cancellation) is { } lane)
                return lane;
        throw new InvalidOperationException(
            $"No lane is free for {flavor}: ports of each are taken. tests/asterisk/README.md says which; free some.");
    }

    private static FileStream? Claim(int number)
    {
        try
        {
            // A file lock: released with the process, however it ends.
            var file = Path.Combine(Path.GetTempPath(), $"itgrix-asterisk-lane-{number}.lock");
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<RealAsterisk?> Start(
        AsteriskFlavor flavor, int number, FileStream claim, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string>
        {
            ["AST_VERSION"] = flavor.Version,
            ["AST_TECH"] = flavor.Technology,
            ["AST_LANE"] = number.ToString(CultureInfo.InvariantCulture),
            ["AST_OWNER"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        };
        try
        {
            await AsteriskKit.Run("stop.sh", [], settings, cancellation);
            var start = await AsteriskKit.Run("start.sh", [], settings, cancellation);
            if (start.ExitCode == 0)
                return new(flavor, claim, settings, await Setting("RUN"), int.Parse(await Setting("AST_AMI_PORT")));
            if (!start.Errors.Contains(PortsTaken))
                throw new InvalidOperationException($"{flavor} did not start: {start.Errors}");
        }
        catch
        {
            await claim.DisposeAsync();
            throw;
        }
        await claim.DisposeAsync();
        return null;

        async Task<string> Setting(string name) =>
            (await AsteriskKit.Run("setting.sh", [name], settings, cancellation)).Output.Trim();
    }
}
