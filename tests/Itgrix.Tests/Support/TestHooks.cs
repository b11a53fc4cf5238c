using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Tests.Support;

/// <summary>A runner over a separate customer's folder, with both engines and real workers.</summary>
internal sealed class TestHooks : IDisposable
{
    /// <summary>First lines of a script for this hook.</summary>
    public const string Head = """
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.Bitrix24.{0};

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly CustomizerOptions _options;
    private HookRunner _runner;

    public TestHooks(Func<CustomizerOptions, CustomizerOptions>? change = null)
    {
        var options = new CustomizerOptions
        {
            Folders = [new(_folder.File("customizations"), null)],
            Cache = _folder.File("cache"),
            Timeout = TestTimeout.Value,
            BuildTimeout = TestTimeout.Value,
        };
        _options = change?.Invoke(options) ?? options;
        Directory.CreateDirectory(_folder.File("customizations/bitrix24"));
        AuthorFiles.Install(_folder.File("customizations"));
        _runner = Start();
    }

    public string Folder => _folder.Path;

    /// <summary>The customer's folder.</summary>
    public string CustomizationsFolder => _folder.File("customizations");

    public HookRunner Runner => _runner;

    public string PathOf(string hookFile) => _folder.File($"customizations/bitrix24/{hookFile}");

    /// <summary>Writes a hook file, <c>need_registration.csx</c>; in place, as a simple editor does.</summary>
    public string Write(string hookFile, string content) =>
        _folder.Write($"customizations/bitrix24/{hookFile}", content);

    public IReadOnlyList<HookFiguresSnapshot> Figures => _runner.Figures;

    public Task Warm() => _runner.Warm(CancellationToken.None);

    public Task<HookOutcome> Run(string hook, string input) => Run(hook, Encoding.UTF8.GetBytes(input));

    public Task<HookOutcome> Run(string hook, byte[] input) =>
        _runner.Run(Definition(hook), input, CancellationToken.None);

    public Task<HookOutcome> RunFile(string hook, string file, byte[] input) =>
        _runner.RunFile(Definition(hook), file, input, CancellationToken.None);

    /// <summary>Restarts everything as the service does; only the disk remains.</summary>
    public void Restart()
    {
        _runner.Dispose();
        _runner = Start();
    }

    public static HookDefinition Definition(string hook) =>
        HookCatalog.Find(hook.Contains('/') ? hook : $"bitrix24/{hook}")
            ?? throw new ArgumentException($"no hook {hook}");

    public void Dispose()
    {
        _runner.Dispose();
        _folder.Dispose();
    }

    private HookRunner Start() => new(_options, [new CsxEngine(_options), new PhpEngine(_options)]);
}
