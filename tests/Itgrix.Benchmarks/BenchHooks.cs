using Itgrix.Hooks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Benchmarks;

/// <summary>A runner with one hook in both languages, as an administrator would write it.</summary>
internal sealed class BenchHooks : IDisposable
{
    public static readonly Func<CustomizerOptions, CustomizerOptions> ProcessPhp = options =>
        options with { PhpMode = PhpModeKind.Process };

    private readonly HookDefinition _hook;
    private readonly bool _ownsFolder;

    public BenchHooks(Func<CustomizerOptions, CustomizerOptions>? change = null)
        : this(Directory.CreateTempSubdirectory("itgrix-bench-").FullName, change)
    {
        _ownsFolder = true;
        AuthorFiles.Install(Folder);
        Directory.CreateDirectory(Path.Combine(Folder, "bitrix24"));
        Write("process_client_phone.csx", CsxSource("8"));
        Write("process_client_phone.php", PhpSource);
    }

    /// <summary>Over an existing folder.</summary>
    public BenchHooks(string folder, Func<CustomizerOptions, CustomizerOptions>? change = null)
    {
        Folder = folder;
        var options = new CustomizerOptions { Folders = [new(Folder, null)], Cache = Path.Combine(Folder, "cache") };
        options = change?.Invoke(options) ?? options;
        var csx = new CsxEngine(options);
        csx.Start();
        _hook = HookCatalog.Find("bitrix24/process_client_phone")!;
        Payload = File.ReadAllBytes(Path.Combine(BenchProgram.Home, "customizations", "samples", _hook.Id + ".json"));
        Runner = new(options, [csx, new PhpEngine(options)]);
    }

    /// <summary>The sample input of the hook: 6 KB, with a full call_full.</summary>
    public byte[] Payload { get; }

    public string Folder { get; }

    public HookRunner Runner { get; }

    private const string PhpSource = """
        <?php
        $type = $params['call_full']['channel']['type'];
        $phone = $type == 'incoming' ? '8' . substr($params['phone'], -10) : $params['phone'];
        return array('state' => 'success', 'data' => array('phone' => $phone));
        """;

    public static string CsxSource(string prefix) => $"""
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.Bitrix24.ProcessClientPhone;

        var type = In.CallFull.Channel.Type.ToString();
        return Success(type == "Incoming" ? "{prefix}" + In.Phone[^10..] : In.Phone);
        """;

    public string Write(string name, string source)
    {
        var file = Path.Combine(Folder, "bitrix24", name);
        File.WriteAllText(file, source);
        return file;
    }

    public Task Warm() => Runner.Warm(CancellationToken.None);

    public Task<HookOutcome> RunCsx() => Run(Path.Combine(Folder, "bitrix24", "process_client_phone.csx"));

    public Task<HookOutcome> RunPhp() => Run(Path.Combine(Folder, "bitrix24", "process_client_phone.php"));

    public Task<HookOutcome> Run(string file) => Run(file, Payload);

    public Task<HookOutcome> Run(string file, byte[] input) =>
        Runner.RunFile(_hook, file, input, CancellationToken.None);

    public void Dispose()
    {
        Runner.Dispose();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
