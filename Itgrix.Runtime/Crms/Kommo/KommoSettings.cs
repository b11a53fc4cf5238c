using Itgrix.Runtime.Crms.Kommo.Widget;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The call settings in force: the configuration's, overridden by the widget's.</summary>
internal sealed class KommoSettings
{
    private readonly Func<KommoCallOptions> _configured;
    private readonly WidgetFile? _file;
    private volatile Merged? _merged;
    private volatile WidgetSettings? _saved;

    /// <param name="configured">The configuration's, which may change at any time.</param>
    /// <param name="file">Stores the widget's settings; <c>null</c> when there is no widget.</param>
    public KommoSettings(Func<KommoCallOptions> configured, WidgetFile? file = null) =>
        (_configured, _file, _saved) = (configured, file, file?.Load());

    public KommoSettings(KommoCallOptions configured, WidgetFile? file = null)
        : this(() => configured, file)
    {
    }

    /// <summary>A snapshot, to be read again for each call.</summary>
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

    /// <summary>The widget's last settings; <c>null</c> when there are none yet.</summary>
    public WidgetSettings? Saved => _saved;

    /// <summary>The settings of an account, with those of its widget.</summary>
    /// <param name="options">The account.</param>
    /// <param name="calls">The call settings, when they may change.</param>
    public static KommoSettings From(KommoOptions options, Func<KommoCallOptions>? calls = null) =>
        new(calls ?? (() => options.Calls), options.Widget is { } widget ? new(widget.File, options.Account) : null);

    /// <summary>Stores new settings of the widget, then applies them.</summary>
    /// <exception cref="IOException">They cannot be stored; the former settings stay in force.</exception>
    public void Save(WidgetSettings saved)
    {
        _file?.Save(saved);
        _saved = saved;
    }

    private sealed record Merged(KommoCallOptions Configured, WidgetSettings? Saved, KommoCallOptions Options);
}
