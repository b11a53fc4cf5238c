namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>The settings that apply without a restart, as they are declared.</summary>
internal static class LiveSettings
{
    /// <summary>Whether a setting is one of them. A section is added or removed only by a restart.</summary>
    /// <param name="path">Its name: <c>numbers.prefixes</c>.</param>
    /// <param name="started">The settings at the start.</param>
    /// <param name="next">The newer version.</param>
    public static bool IsLive(string path, object? started, object? next) =>
        IsLive(path.Split('.'), started, next, isLive: false);

    /// <summary>The settings at the start, with the live ones of a newer version.</summary>
    public static T Apply<T>(T started, T next)
        where T : class => (T)Merge(started, next);

    private static bool IsLive(ReadOnlySpan<string> path, object? started, object? next, bool isLive)
    {
        if (path.IsEmpty || started is null || next is null)
            return isLive && started is not null && next is not null;
        foreach (var setting in Setting.Of(started.GetType()))
        {
            var (declared, one, other) = (setting.Declared, setting.Get(started), setting.Get(next));
            var isThis = !declared.NeedsRestart && (isLive || declared.IsLive);
            if (declared.IsInline && IsLive(path, one, other, isThis))
                return true;
            if (declared.IsInline || setting.Name != path[0])
                continue;
            var last = path[^1];
            return setting.IsMap ? isThis && !setting.Parts.Any(part => part.Declared.NeedsRestart && part.Name == last)
                : setting.Parts.Count == 0 ? isThis : IsLive(path[1..], one, other, isThis);
        }
        return false;
    }

    private static object Merge(object started, object next)
    {
        var merged = Setting.Copy(started);
        foreach (var setting in Setting.Of(started.GetType()))
        {
            var (one, other) = (setting.Get(started), setting.Get(next));
            if (setting.IsSection && !setting.Declared.IsLive && one is not null && other is not null)
                setting.Set(merged, Merge(one, other));
            else if (setting.Declared.IsLive && !(setting.IsSection && (one is null || other is null)))
                setting.Set(merged, other);
        }
        return merged;
    }
}
