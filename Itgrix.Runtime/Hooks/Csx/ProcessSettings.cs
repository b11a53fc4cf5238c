using System.Collections;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Runtime;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Settings of the whole process that a script may change, as they were before the first one: under
/// <c>dotnet script</c> they end with the script's process, and no other hook must see them.
/// </summary>
internal sealed class ProcessSettings
{
    private readonly List<Setting> _settings =
    [
        Of("JsonConvert.DefaultSettings", () => JsonConvert.DefaultSettings, was => JsonConvert.DefaultSettings = was),
        Of("the default culture", () => CultureInfo.DefaultThreadCurrentCulture,
            was => CultureInfo.DefaultThreadCurrentCulture = was),
        Of("the default culture of texts", () => CultureInfo.DefaultThreadCurrentUICulture,
            was => CultureInfo.DefaultThreadCurrentUICulture = was),
        Of("Console.Out", () => Console.Out, Console.SetOut),
        Of("Console.Error", () => Console.Error, Console.SetError),
        Of("Console.In", () => Console.In, Console.SetIn),
        Of("the exit code", () => Environment.ExitCode, was => Environment.ExitCode = was),
        Of("the thread pool's minimum", () => Threads(ThreadPool.GetMinThreads),
            was => ThreadPool.SetMinThreads(was.Workers, was.Ports)),
        Of("the thread pool's maximum", () => Threads(ThreadPool.GetMaxThreads),
            was => ThreadPool.SetMaxThreads(was.Workers, was.Ports)),
        Of("the thread's priority", () => Thread.CurrentThread.Priority, was => Thread.CurrentThread.Priority = was),
        Of("Regex.CacheSize", () => Regex.CacheSize, was => Regex.CacheSize = was),
        Of("GCSettings.LatencyMode", () => GCSettings.LatencyMode, was => GCSettings.LatencyMode = was),
#pragma warning disable SYSLIB0014 // Scripts of long ago set it.
        Of("ServicePointManager.SecurityProtocol", () => ServicePointManager.SecurityProtocol,
            was => ServicePointManager.SecurityProtocol = was),
        Of("ServicePointManager.DefaultConnectionLimit", () => ServicePointManager.DefaultConnectionLimit,
            was => ServicePointManager.DefaultConnectionLimit = was),
        Of("ServicePointManager.ServerCertificateValidationCallback",
            () => ServicePointManager.ServerCertificateValidationCallback,
            was => ServicePointManager.ServerCertificateValidationCallback = was),
#pragma warning restore SYSLIB0014
        Fixed("Trace.Listeners", () => Trace.Listeners.Count),
        Fixed("HttpClient.DefaultProxy", ScriptsProxy),
        Fixed("switches of AppContext", Count(typeof(AppContext), "s_switches")),
        Fixed("data of AppContext", Count(typeof(AppContext), "s_dataStore")),
        Fixed("the handlers of unhandled exceptions", Handlers(typeof(AppContext), "UnhandledException")),
        Fixed("the handlers of each exception", Handlers(typeof(AppContext), "FirstChanceException")),
        Fixed("the handlers of the process' end", Handlers(typeof(AppContext), "ProcessExit")),
        Fixed("the handlers of unobserved tasks", Handlers(typeof(TaskScheduler), "UnobservedTaskException")),
    ];

    private readonly Hashtable _variables = (Hashtable)Environment.GetEnvironmentVariables();

    /// <summary>Puts all back.</summary>
    /// <returns>Names of what cannot be put back.</returns>
    public IReadOnlyList<string> Restore()
    {
        RestoreVariables();
        List<string>? left = null;
        foreach (var setting in _settings)
            if (!setting.Restore())
                (left ??= []).Add(setting.Name);
        return left ?? [];
    }

    private void RestoreVariables()
    {
        var now = (Hashtable)Environment.GetEnvironmentVariables();
        foreach (DictionaryEntry variable in now)
            if (!_variables.ContainsKey(variable.Key))
                Environment.SetEnvironmentVariable((string)variable.Key, null);
        foreach (DictionaryEntry variable in _variables)
            if (!Equals(now[variable.Key], variable.Value))
                Environment.SetEnvironmentVariable((string)variable.Key, (string?)variable.Value);
    }

    private static (int Workers, int Ports) Threads(Read read)
    {
        read(out var workers, out var ports);
        return (workers, ports);
    }

    // Private members of the framework: what has another name in a later version is not looked at.
    private static Func<object?> Field(Type type, string name)
    {
        var field = type.GetField(name, BindingFlags.Static | BindingFlags.NonPublic);
        return () => field?.GetValue(null);
    }

    // The framework makes its own when it first needs one.
    private static object? ScriptsProxy() =>
        Field(typeof(System.Net.Http.HttpClient), "s_defaultProxy")() is { } proxy && proxy.GetType().IsVisible
            ? proxy : null;

    // The framework has handlers of its own, and adds some when it first needs them.
    private static Func<bool> Handlers(Type type, string name)
    {
        var field = Field(type, name);
        return () => (field() as Delegate)?.GetInvocationList()
            .Any(handler => handler.Method.Module.Assembly.IsCollectible) == true;
    }

    private static Func<int> Count(Type type, string name)
    {
        var field = Field(type, name);
        return () => (field() as ICollection)?.Count ?? 0;
    }

    private static Setting Of<T>(string name, Func<T> read, Action<T> restore)
    {
        var was = read();
        return new(name, () =>
        {
            if (!EqualityComparer<T>.Default.Equals(read(), was))
                restore(was);
            return true;
        });
    }

    private static Setting Fixed<T>(string name, Func<T> read)
    {
        var was = read();
        return new(name, () => EqualityComparer<T>.Default.Equals(read(), was));
    }

    private delegate void Read(out int workers, out int ports);

    private sealed record Setting(string Name, Func<bool> Restore);
}
