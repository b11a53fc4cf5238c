using Itgrix.Runtime.Crms.Kommo.Widget;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The settings that are in force: the configuration's, as the widget in the account changes them.</summary>
internal sealed class KommoSettings
{
    private readonly Func<KommoCallOptions> _configured;
    private readonly WidgetFile? _file;
    private volatile Merged? _merged;
    private volatile WidgetSettings? _saved;

    /// <param name="configured">The configuration's, which may change at any time.</param>
    /// <param name="file">Keeps what the widget saved; <c>null</c> when nothing is taken from one.</param>
    public KommoSettings(Func<KommoCallOptions> configured, WidgetFile? file = null) =>
        (_configured, _file, _saved) = (configured, file, file?.Load());

    public KommoSettings(KommoCallOptions configured, WidgetFile? file = null)
        : this(() => configured, file)
    {
    }

    /// <summary>A snapshot; to be asked for again with each call.</summary>
    public KommoCallOptions Current
    {
        get
        {
            var (configured, saved, merged) = (_configured(), _saved, _merged);
            if (merged is null || !ReferenceEquals(merged.Configured, configured)
                || !ReferenceEquals(merged.Saved, saved))
                _merged = merged = new(configured, saved, saved?.ApplyTo(configured) ?? configured);
            return merged.Options;
        }
    }

    /// <summary>What the widget saved last; <c>null</c> when it did not yet.</summary>
    public WidgetSettings? Saved => _saved;

    /// <summary>The account's, with what its widget saved.</summary>
    /// <param name="options">The account.</param>
    /// <param name="calls">What is configured for calls, when that may change.</param>
    public static KommoSettings From(KommoOptions options, Func<KommoCallOptions>? calls = null) =>
        new(calls ?? (() => options.Calls), options.Widget is { } widget ? new(widget.File, options.Account) : null);

    /// <summary>Keeps what the widget saved, then works by it.</summary>
    /// <exception cref="IOException">It cannot be kept; all is as before.</exception>
    public void Save(WidgetSettings saved)
    {
        _file?.Save(saved);
        _saved = saved;
    }

    private sealed record Merged(KommoCallOptions Configured, WidgetSettings? Saved, KommoCallOptions Options);
}
