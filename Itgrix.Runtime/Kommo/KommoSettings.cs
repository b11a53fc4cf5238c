using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Kommo.Widget;

namespace Itgrix.Runtime.Kommo;

/// <summary>The settings that are in force: the configuration's, as the widget in the account changes them.</summary>
internal sealed class KommoSettings
{
    private readonly KommoCallOptions _configured;
    private readonly WidgetFile? _file;
    private volatile KommoCallOptions _current;
    private volatile WidgetSettings? _saved;

    /// <param name="file">Keeps what the widget saved; <c>null</c> when nothing is taken from one.</param>
    public KommoSettings(KommoCallOptions configured, WidgetFile? file = null)
    {
        (_configured, _file, _saved) = (configured, file, file?.Load());
        _current = _saved?.ApplyTo(configured) ?? configured;
    }

    /// <summary>A snapshot; to be asked for again with each call.</summary>
    public KommoCallOptions Current => _current;

    /// <summary>What the widget saved last; <c>null</c> when it did not yet.</summary>
    public WidgetSettings? Saved => _saved;

    /// <summary>The account's, with what its widget saved.</summary>
    public static KommoSettings Of(KommoOptions options) =>
        new(options.Calls, options.Widget is { } widget ? new(widget.File, options.Account) : null);

    /// <summary>Keeps what the widget saved, then works by it.</summary>
    /// <exception cref="IOException">It cannot be kept; all is as before.</exception>
    public void Save(WidgetSettings saved)
    {
        _file?.Save(saved);
        (_saved, _current) = (saved, saved.ApplyTo(_configured));
    }
}
