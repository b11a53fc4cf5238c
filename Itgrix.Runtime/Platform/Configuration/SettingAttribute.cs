namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>
/// Declares a property as a setting of the configuration file: the one place for its name, range, unit and meaning.
/// Its type is the property's type, its default the property's initial value.
/// </summary>
/// <param name="meaning">For the tables of the documentation and for editors; without unit, range and default.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SettingAttribute(string meaning = "") : Attribute
{
    public string Meaning { get; } = meaning;

    /// <summary>The name in the file; by default the property's name in snake case.</summary>
    public string? Name { get; init; }

    /// <summary>The unit of a number. A time is in seconds, minutes or days; megabytes become bytes.</summary>
    public string Unit { get; init; } = "";

    public double Min { get; init; }

    public double Max { get; init; } = double.MaxValue;

    /// <summary>What to give, when the setting is required and missing.</summary>
    public string? Missing { get; init; }

    /// <summary>
    /// The static method of the record that checks or converts the value, and each item of a list. It takes a text, or
    /// the JSON of a value of several types; and the file's folder, if it has a second parameter. It returns whether
    /// the value is right; or what is wrong with it, <c>null</c> for nothing; or the property's value, <c>null</c> for
    /// a wrong one. A <see cref="FormatException"/> says what to give, in place of <see cref="Fix"/>.
    /// </summary>
    public string? Rule { get; init; }

    /// <summary>What is wrong and what to give; for an item of a list only the latter.</summary>
    public string? Fix { get; init; }

    /// <summary>What to give in place of an empty list, when it may not be empty.</summary>
    public string? Empty { get; init; }

    /// <summary>Rule and fix for the names that an administrator chooses.</summary>
    public string? KeyRule { get; init; }

    public string? KeyFix { get; init; }

    /// <summary>
    /// Of a map of sections: the switch in a section that <c>true</c> or <c>false</c> alone stands for.
    /// </summary>
    public string? Switch { get; init; }

    /// <summary>The default in the documentation, when it is not the property's initial value.</summary>
    public string? Default { get; init; }

    /// <summary>The JSON schema of a value that <see cref="Rule"/> reads as JSON.</summary>
    public string? Schema { get; init; }

    /// <summary>A path: a relative one starts at the file's folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>May be given as <c>{"env": "NAME"}</c> or <c>{"file": "PATH"}</c>, and is in no message.</summary>
    public bool IsSecret { get; init; }

    /// <summary>A switch that a section turns on by being there.</summary>
    public bool IsOnInSection { get; init; }

    public bool MayBeEmpty { get; init; }

    /// <summary>The settings of the property's type are beside this section's own.</summary>
    public bool IsInline { get; init; }

    /// <summary>Applies without a restart, with all settings in it.</summary>
    public bool IsLive { get; init; }

    /// <summary>Needs a restart even in a live section.</summary>
    public bool NeedsRestart { get; init; }
}
