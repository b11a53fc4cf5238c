namespace Itgrix.Runtime.Hooks;

/// <summary>Failure reasons that both engines share.</summary>
internal static class HookReasons
{
    public const string QueueFull =
        "too many hooks are waiting for a worker: raise customizer.workers, or make the hooks faster.";

    public static string TimedOut(HookJob job) =>
        $"{job.File} ran longer than its limit of {job.Limit.TotalSeconds:0.###} s and was stopped with all its "
        + $"processes: make it faster, or raise customizer.methods.{job.Hook.Name}.timeout.";

    public static string Starved(HookJob job, TimeSpan waited) =>
        $"{TimedOut(job)} Before that it had been given as long again, because the machine is busy: it had no "
        + $"processor for {waited.TotalSeconds:0.#} s. Stop what loads the machine, or give it more cores.";

    public static string TooMuch(HookJob job, int max) =>
        $"{job.File} printed or replied more than {max >> 20} MB and was stopped: "
        + "print less, or raise customizer.output_mb.";
}
