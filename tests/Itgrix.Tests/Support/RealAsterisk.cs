using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Support;

/// <summary>
/// A running Asterisk with phones, all on loopback: one of a few lanes, each with its own ports and files. Rented
/// for one test at a time, returned on dispose; it runs until the end of all tests.
/// </summary>
internal sealed class RealAsterisk : IAsyncDisposable
{
    private static readonly AsteriskLanes Lanes = new();
    private static readonly TimeSpan PlayLimit = TimeSpan.FromMinutes(2);

    private readonly FileStream _claim;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly string _folder;

    public RealAsterisk(
        AsteriskFlavor flavor,
        FileStream claim, IReadOnlyDictionary<string, string> settings, string folder, int amiPort)
    {
        (Flavor, _claim, _settings, _folder, AmiPort) = (flavor, claim, settings, folder, amiPort);
        Secret = File.ReadAllText(Path.Combine(folder, "secret"));
    }

    public AsteriskFlavor Flavor { get; }

    public string Host => "127.0.0.1";

    public int AmiPort { get; }

    public string User => "test";

    public string Secret { get; }

    /// <summary>The channel events, as Asterisk writes them to its file; it grows with each call.</summary>
    public string CelFile => Path.Combine(_folder, "log", "cel-custom", "Master.csv");

    /// <summary>Folder of recordings, <c>UNIQUEID.wav</c>.</summary>
    public string Recordings => Path.Combine(_folder, "recordings");

    /// <summary>False once a scenario was cancelled: its leftovers must not disturb the next.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>A lane for exclusive use; waits until one is free.</summary>
    public static Task<RealAsterisk> Rent(AsteriskFlavor flavor, CancellationToken cancellation) =>
        Lanes.Rent(flavor, cancellation);

    public static Task StopAll() => Lanes.StopAll();

    /// <summary>
    /// Plays a scenario to its end. Its events are in files with the returned name, plus <c>.cel.csv</c> or
    /// <c>.ami</c>.
    /// </summary>
    public async Task<string> Play(string scenario, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(PlayLimit);
        var clean = IsClean;
        IsClean = false;
        var play = await AsteriskKit.Run("scenarios/play.sh", [scenario], _settings, limit.Token);
        IsClean = clean;
        return play.ExitCode == 0
            ? Path.Combine(_folder, "captures", scenario)
            : throw new InvalidOperationException($"Scenario {scenario} on {Flavor}: {play.Output}{play.Errors}");
    }

    /// <summary>Asterisk's own program for this one, which takes <c>-rx COMMAND</c>.</summary>
    public string Program
    {
        get
        {
            var program = Path.Combine(_folder, "asterisk");
            var settings = string.Join(' ', _settings.Select(one => $"{one.Key}='{one.Value}'"));
            File.WriteAllText(program,
                $"#!/bin/sh\n{settings} exec '{ProjectFolder.Of("tests", "asterisk", "cli.sh")}' \"$2\"\n");
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
            return program;
        }
    }

    /// <summary>A command of Asterisk's own command line; its answer.</summary>
    public async Task<string> Cli(string command, CancellationToken cancellation) =>
        (await AsteriskKit.Run("cli.sh", [command], _settings, cancellation)).Output;

    public async Task Stop()
    {
        await AsteriskKit.Run("stop.sh", [], _settings, CancellationToken.None);
        await _claim.DisposeAsync();
    }

    public ValueTask DisposeAsync() => new(Lanes.GiveBack(this));
}
