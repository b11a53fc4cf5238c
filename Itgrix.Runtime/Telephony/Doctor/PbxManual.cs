namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>Where settings of the PBX are made, and how they are put into force.</summary>
/// <param name="IsFreePbx">
/// FreePBX writes Asterisk's files itself: settings are made in its menus, or in files for custom ones.
/// </param>
internal sealed record PbxManual(bool IsFreePbx)
{
    /// <summary>The rights that the service needs, as manager.conf has them.</summary>
    public const string Read = "call,dialplan,cdr,system,reporting", Write = "call,originate,system,reporting";

    /// <summary>Settings of a user of the manager interface.</summary>
    public string User(string user, string settings) => (IsFreePbx
        ? $"In FreePBX: Settings > Asterisk Manager Users > {user}, or in /etc/asterisk/manager_custom.conf, [{user}]"
        : $"In /etc/asterisk/manager.conf, [{user}]") + $": {settings}; then: asterisk -rx \"manager reload\"";

    /// <summary>Settings of the channel events.</summary>
    /// <param name="section">The section of cel.conf.</param>
    /// <param name="settings">Its lines.</param>
    public string Cel(string section, string settings) => (IsFreePbx
        ? $"In /etc/asterisk/cel_general_custom.conf, after the line [{section}]{(section == "general" ? "(+)" : "")}"
        : $"In /etc/asterisk/cel.conf, [{section}]")
        + $": {settings}; then: asterisk -rx \"module reload cel\""
        + (section == "manager" ? " and \"module reload cel_manager\"" : "");

    /// <summary>A module that is to be loaded.</summary>
    public string Module(string module) => $"In /etc/asterisk/{(IsFreePbx ? "modules_custom.conf" : "modules.conf")}: "
        + $"load = {module}.so; now: asterisk -rx \"module load {module}.so\"";
}
